"""What the steps of a case ask and change; the table that names them is cases/workflow.py."""

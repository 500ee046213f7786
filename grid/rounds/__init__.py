"""Looking round the grids: screening rounds (排查), patrols (巡查), hazards looked at again (隐患复查), and their table T10."""

"""Chief experts (首席专家、法律顾问): asked in writing by a day, answered point by point, and each point adopted or not, with why."""

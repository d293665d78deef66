"""What an operator does to a hub as a whole: lay, check, back up, restore, move, upgrade. Knows tables, not what they mean."""

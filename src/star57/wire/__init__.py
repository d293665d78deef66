"""What hub and agents say to each other; knows no Django and no database."""

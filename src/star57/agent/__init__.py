"""What a carrier runs beside its call records; knows no Django and no hub."""

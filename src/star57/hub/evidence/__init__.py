"""Files that prove something: what may be kept, and a store on disk that loses nothing acknowledged. Knows no database and no actor."""

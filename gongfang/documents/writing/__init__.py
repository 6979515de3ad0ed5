"""What each kind of document says: the facts it is made from and the words it begins with."""

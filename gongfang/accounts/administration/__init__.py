"""What the administrators do with other people's accounts.

Three administrators, none with a part in the procedure: the system administrator opens and closes accounts, the
security administrator decides what an account may do, the audit administrator reads what both have done.
"""

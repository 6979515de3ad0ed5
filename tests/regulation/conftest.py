from hypothesis import settings

# Shared cores make a single example slow now and then; that says nothing about the law.
settings.register_profile("regulation", deadline=None, print_blob=True)
settings.load_profile("regulation")

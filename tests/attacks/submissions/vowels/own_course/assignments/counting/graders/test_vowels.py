def test_all_is_well():
    """All is well."""
    print("ESCAPED: our checks were run")

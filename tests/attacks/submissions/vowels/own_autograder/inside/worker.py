def serve(connection, scratch):
    print("ESCAPED: our worker serves")

"""Which walls hold on this machine?"""

"""The boundary between the course and a stranger's code: `host` is trusted, `inside` is not."""

"""What several tests share: homes, classrooms, machines and servers, acted out."""

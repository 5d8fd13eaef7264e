"""Pictures that a build makes with Pillow: thumbnails of the pictures that the archive holds, and social cards. Worker
processes with limits decode and draw; what they make is cached by what it is made of.
"""

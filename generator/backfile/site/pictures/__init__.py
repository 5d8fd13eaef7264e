"""Pictures that a build makes with Pillow: thumbnails of the pictures that the archive holds. Pictures are decoded in
bounded worker processes; what is made of them is cached by their content.
"""

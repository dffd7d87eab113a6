# Blurs, swirls and shrinks an image of 480 rows.
set -e
gm convert -size 640x480 gradient:red-blue -swirl 60 -blur 0x4 -resize 50% rgb:- | sha256sum

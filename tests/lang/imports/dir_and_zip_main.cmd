lib/mainpkg a b

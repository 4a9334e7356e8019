_hello.tr x

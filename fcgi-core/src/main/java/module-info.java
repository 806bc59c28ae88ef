/** The FastCGI protocol: bytes in, events out. */
module dev.fcgi.core {
    requires static org.jspecify;

    exports dev.fcgi.core;
}

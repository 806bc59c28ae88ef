/** FastCGI for Jetty: a connection factory, and connectors for TCP and Unix sockets. */
module dev.fcgi.jetty {
    requires static org.jspecify;
    requires transitive org.eclipse.jetty.server;
    requires dev.fcgi.core;
    requires transitive dev.fcgi.servlet;
    requires org.slf4j;

    exports dev.fcgi.jetty;
}

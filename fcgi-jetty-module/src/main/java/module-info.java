/** FastCGI for Jetty: a connection factory, connectors for TCP and Unix sockets, and the front end's users. */
module dev.fcgi.jetty {
    requires static org.jspecify;
    requires transitive org.eclipse.jetty.server;
    requires transitive org.eclipse.jetty.security;
    requires dev.fcgi.core;
    requires transitive dev.fcgi.servlet;
    requires org.slf4j;

    exports dev.fcgi.jetty;

    provides org.eclipse.jetty.security.Authenticator.Factory with
            dev.fcgi.jetty.FrontEndAuthenticatorFactory;
}

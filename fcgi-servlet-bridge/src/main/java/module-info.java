/** What a web server says of a request in CGI meta-variables, as the Servlet API wants to hear it. */
module dev.fcgi.servlet {
    requires static org.jspecify;
    requires transitive dev.fcgi.core;

    exports dev.fcgi.servlet;
}

package dev.fcgi.it;

/**
 * Apache httpd with mod_proxy_fcgi and the event MPM.
 *
 * @param keepConnection whether it keeps its connections to the application
 */
record Apache(boolean keepConnection) implements ApacheFrontEnd {

    @Override
    public String sites(Workspace workspace, int port, ListenAddress application) {
        return """
                Listen 127.0.0.1:%1$d
                # As nginx does.
                <Location "/">
                    CGIPassAuth On
                </Location>
                AllowEncodedSlashes NoDecode
                ProxyPass "/" "%2$s/"%3$s
                """.formatted(port, ApacheFrontEnd.target(application), keepConnection ? " enablereuse=on" : "");
    }
}

package dev.fcgi.jetty;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;

/** A connection of a peer that may not connect: closed before anything is read or written (FastCGI 1.0, section 3.2). */
final class RefusedConnection extends AbstractConnection {
    RefusedConnection(EndPoint endPoint, Executor executor) {
        super(endPoint, executor);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        close();
    }

    @Override
    public void onFillable() {}
}

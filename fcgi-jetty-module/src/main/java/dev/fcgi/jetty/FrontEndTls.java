package dev.fcgi.jetty;

import dev.fcgi.servlet.ClientCertificate;
import dev.fcgi.servlet.Notice;
import dev.fcgi.servlet.Tls;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/** The TLS connection that the client has with the front end, as Jetty's environments look for it. */
final class FrontEndTls implements EndPoint.SslSessionData {
    private final Tls tls;
    private final NoticeLog notices;
    private final AutoLock lock = new AutoLock();
    private boolean parsed;
    private X509Certificate @Nullable [] certificates;

    FrontEndTls(Tls tls, NoticeLog notices) {
        this.tls = tls;
        this.notices = notices;
    }

    @Override
    public @Nullable SSLSession sslSession() {
        return null; // it is the front end's
    }

    @Override
    public @Nullable String sslSessionId() {
        return tls.sessionId();
    }

    @Override
    public @Nullable String cipherSuite() {
        return tls.cipherSuite();
    }

    @Override
    public int keySize() {
        Integer keySize = tls.keySize();
        return keySize != null ? keySize : EndPoint.SslSessionData.super.keySize();
    }

    /** {@return the client's certificate and those above it, or {@code null}; parsed when first asked for} */
    @Override
    public X509Certificate @Nullable [] peerCertificates() {
        try (AutoLock ignored = lock.lock()) {
            if (!parsed) {
                parsed = true;
                certificates = parse();
            }
            return certificates == null ? null : certificates.clone();
        }
    }

    private X509Certificate @Nullable [] parse() {
        ClientCertificate certificate = tls.clientCertificate();
        if (certificate == null) {
            return null;
        }
        try {
            return certificate.parse().toArray(X509Certificate[]::new);
        } catch (CertificateException x) {
            notices.add(Notice.CLIENT_CERTIFICATE_UNREADABLE);
            return null;
        }
    }
}

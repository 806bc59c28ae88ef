package dev.fcgi.servlet;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client's certificate and those above it, as the front end has sent them: PEM with line feeds, blanks or tabs,
 * percent-encoded PEM, several blocks of it, DER in base64, or byte sequences between colons (RFC 9440). Immutable;
 * parsed by whom it concerns, and not before.
 */
public final class ClientCertificate {
    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----([^-]*)-----END [A-Z0-9 ]+-----");
    private static final Pattern BYTE_SEQUENCE = Pattern.compile(":([A-Za-z0-9+/=]*):");

    private final List<String> texts;

    ClientCertificate(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /**
     * Parses the certificates.
     *
     * @return the client's own first, then the chain above it; not empty
     * @throws CertificateException when one of them cannot be parsed, with nothing of what was sent in its message
     */
    public List<X509Certificate> parse() throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (String text : texts) {
            for (String base64 : base64(text)) {
                X509Certificate certificate = parse(factory, base64);
                if (!certificates.contains(certificate)) { // some chains begin with the client's own
                    certificates.add(certificate);
                }
            }
        }
        return certificates;
    }

    private static X509Certificate parse(CertificateFactory factory, String base64) throws CertificateException {
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64.replaceAll("[ \t\r\n]", ""));
        } catch (IllegalArgumentException x) {
            throw new CertificateException("it is neither PEM nor base64", x);
        }
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    private static List<String> base64(String text) {
        String decoded = text.contains("%") ? Paths.decode(text) : text;
        if (decoded.contains("-----BEGIN")) {
            return groups(PEM.matcher(decoded));
        }
        return decoded.startsWith(":") ? groups(BYTE_SEQUENCE.matcher(decoded)) : List.of(decoded);
    }

    private static List<String> groups(Matcher matcher) {
        return matcher.results().map(result -> result.group(1)).toList();
    }

    @Override
    public String toString() {
        return "ClientCertificate[" + texts.size() + " texts]";
    }
}

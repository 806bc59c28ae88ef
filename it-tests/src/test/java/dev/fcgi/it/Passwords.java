package dev.fcgi.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** The users of a web server: alice, whose password is secret. */
final class Passwords {

    private Passwords() {}

    /** Writes the file that both nginx and Apache read. */
    static void write(Workspace workspace) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest("secret".getBytes(UTF_8));
            String line = "alice:{SHA}" + Base64.getEncoder().encodeToString(hash) + "\n";
            Files.writeString(workspace.path("members"), line);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** {@return the header field of a client that says to be this user} */
    static String field(String user, String password) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
}

package dev.fcgi.runner;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where this program is installed.
 *
 * @param home holds {@code bin}, {@code lib} and {@code etc}
 */
record Distribution(Path home) {
    /** {@return the one this class was loaded from: {@code lib} is where its jar is} */
    static Distribution ofThisProcess() {
        CodeSource source = Distribution.class.getProtectionDomain().getCodeSource();
        try {
            Path lib = source == null
                    ? null
                    : Path.of(source.getLocation().toURI()).getParent();
            Path home = lib == null ? null : lib.getParent();
            if (home == null || !Files.isDirectory(home.resolve("etc"))) {
                throw new OperatorException("not installed: start it as bin/fcgi of an unpacked distribution");
            }
            return new Distribution(home);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the program that starts it} */
    Path program() {
        return home.resolve("bin").resolve("fcgi");
    }

    /** {@return where the class archives are, each for one Java} */
    Path classArchives() {
        return home.resolve("lib").resolve("cds");
    }

    /** {@return the jars that only web applications of one environment see} */
    URL[] classPathOf(EeEnvironment ee) {
        Path lib = home.resolve("lib").resolve(ee.id());
        try (Stream<Path> files = Files.list(lib)) {
            List<Path> jars =
                    files.filter(it -> it.toString().endsWith(".jar")).sorted().toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = url(jars.get(i));
            }
            return urls;
        } catch (IOException e) {
            throw new OperatorException("the environment " + ee + " is not installed: " + lib + " is missing", e);
        }
    }

    /** {@return the descriptor that comes before every web application's own} */
    Path defaultsDescriptorOf(EeEnvironment ee) {
        return home.resolve("etc").resolve("webdefault-" + ee.id() + ".xml");
    }

    /** {@return the settings every web application's context gets, in Jetty's XML} */
    Path contextXml() {
        return home.resolve("etc").resolve("context.xml");
    }

    /** {@return where the server's logging is, which must not meddle with that of web applications} */
    Path logging() {
        return home.resolve("lib").resolve("logging");
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}

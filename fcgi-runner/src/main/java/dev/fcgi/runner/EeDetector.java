package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which environment a web application needs: the one its Jetty descriptor is written for, or the newest that
 * has the Servlet API it uses.
 */
final class EeDetector {
    /**
     * What was found.
     *
     * @param ee the environment to deploy in
     * @param reason where that is from
     */
    record Finding(EeEnvironment ee, String reason) {}

    // Such as <Configure class="org.eclipse.jetty.ee10.webapp.WebAppContext">: no other environment has the class.
    private static final Pattern CLASS_OF_ENVIRONMENT = Pattern.compile("org\\.eclipse\\.jetty\\.(ee\\d+)\\.");

    private final WebAppFiles files;

    EeDetector(WebAppFiles files) {
        this.files = files;
    }

    Finding detect() throws IOException {
        Set<EeEnvironment> named = EnumSet.noneOf(EeEnvironment.class);
        for (EeEnvironment ee : EeEnvironment.values()) {
            if (files.file("/WEB-INF/jetty-" + ee.id() + "-web.xml") != null) {
                named.add(ee);
            }
        }
        Path descriptor = files.file("/WEB-INF/jetty-web.xml");
        if (named.isEmpty() && descriptor != null) {
            addNamedIn(WebAppFiles.text(descriptor), named);
        }
        if (named.size() == 1) {
            return new Finding(named.iterator().next(), "its Jetty descriptor");
        }
        ServletApiDetector.Finding api = new ServletApiDetector(files).detect();
        return new Finding(api.api().environment(), api.reason());
    }

    private static void addNamedIn(String text, Set<EeEnvironment> named) {
        Matcher matcher = CLASS_OF_ENVIRONMENT.matcher(text);
        while (matcher.find()) {
            for (EeEnvironment ee : EeEnvironment.values()) {
                if (ee.id().equals(matcher.group(1))) {
                    named.add(ee);
                }
            }
        }
    }
}

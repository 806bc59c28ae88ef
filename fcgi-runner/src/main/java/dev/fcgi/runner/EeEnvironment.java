package dev.fcgi.runner;

import java.util.Locale;

/** The Java EE and Jakarta EE environments a web application can run in, each with a class loader of its own. */
enum EeEnvironment {
    EE8(".*/jetty-servlet-api-[^/]*\\.jar$|.*jakarta.servlet.jsp.jstl-[^/]*\\.jar|.*jsp.jstl-[^/]*\\.jar"),
    EE9(".*/jetty-jakarta-servlet-api-[^/]*\\.jar$|.*jakarta.servlet.jsp.jstl-.*\\.jar$"),
    EE10(".*/jakarta.servlet-api-[^/]*\\.jar$|.*jakarta.servlet.jsp.jstl-.*\\.jar$"),
    EE11(".*/jakarta.servlet-api-[^/]*\\.jar$|.*wasp-.*\\.jar$|.*jakarta.servlet.jsp.jstl-.*\\.jar$");

    private final String containerScanJarPattern;

    EeEnvironment(String containerScanJarPattern) {
        this.containerScanJarPattern = containerScanJarPattern;
    }

    /** {@return as in {@code --ee} and in names of files and packages: {@code ee11}} */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the class of a web application's context in this environment} */
    String contextHandlerClassName() {
        return "org.eclipse.jetty." + id() + ".webapp.WebAppContext";
    }

    /** {@return which of the environment's own jars may hold tag libraries and web fragments} */
    String containerScanJarPattern() {
        return containerScanJarPattern;
    }

    @Override
    public String toString() {
        return id();
    }
}

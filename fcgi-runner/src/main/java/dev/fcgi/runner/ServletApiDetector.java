package dev.fcgi.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which Servlet API a web application was made for, from the strongest evidence to the weakest: what it
 * refers to counts more than what it declares, and its own classes more than those of its libraries, which often
 * support both. Whatever decides without doubt ends the search.
 */
final class ServletApiDetector {
    /**
     * What was found.
     *
     * @param api the one to deploy for
     * @param reason where that is from
     */
    record Finding(ServletApi api, String reason) {}

    private static final Pattern JSP_JAVAX = Pattern.compile("\\bjavax\\.servlet\\.");
    private static final Pattern JSP_JAKARTA = Pattern.compile("\\bjakarta\\.(servlet|tags)\\.");

    private final WebAppFiles files;
    private WebXml webXml = WebXml.NONE;

    ServletApiDetector(WebAppFiles files) {
        this.files = files;
    }

    Finding detect() throws IOException {
        Path descriptor = files.file("/WEB-INF/web.xml");
        if (descriptor != null) {
            try (InputStream in = Files.newInputStream(descriptor)) {
                webXml = WebXml.read(in);
            }
        }
        ServletApi own = ofOwnClasses();
        if (own != null) {
            return finding(own, "WEB-INF/classes");
        }
        if (webXml.api() == ServletApi.JAKARTA) {
            return finding(ServletApi.JAKARTA, "WEB-INF/web.xml");
        }
        Finding library = ofLibraries();
        if (library != null) {
            return library;
        }
        ServletApi pages = ofPages();
        if (pages != null) {
            return finding(pages, "its JSP pages");
        }
        if (webXml.api() != null) {
            return finding(webXml.api(), "WEB-INF/web.xml");
        }
        ServletApi tags = ofTagLibraries();
        return tags != null
                ? finding(tags, "its tag libraries")
                : new Finding(ServletApi.JAKARTA, "no trace of any Servlet API");
    }

    private static Finding finding(ServletApi api, String where) {
        return new Finding(api, (api == ServletApi.JAVAX ? "javax.servlet" : "jakarta.servlet") + " in " + where);
    }

    /** What the descriptor names has the say if there is both. */
    private @Nullable ServletApi ofOwnClasses() throws IOException {
        ServletApiVotes all = new ServletApiVotes();
        ServletApiVotes declared = new ServletApiVotes();
        Path root = files.path("/WEB-INF/classes");
        for (Path file : files.list("/WEB-INF/classes", ".class")) {
            byte[] bytes = Files.readAllBytes(file);
            all.addClass(bytes);
            if (webXml.classes().contains(className(root.relativize(file).toString()))) {
                declared.addClass(bytes);
            }
        }
        ServletApi unanimous = all.unanimous();
        return unanimous != null ? unanimous : declared.unanimous();
    }

    private @Nullable Finding ofLibraries() throws IOException {
        ServletApiVotes initializers = new ServletApiVotes();
        ServletApiVotes libraries = new ServletApiVotes();
        for (Path jar : files.list("/WEB-INF/lib", ".jar")) {
            ServletApiVotes classes = new ServletApiVotes();
            try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar))) {
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    initializers.add(ofInitializer(entry.getName()));
                    if (entry.getName().endsWith(".class")) {
                        ServletApi declared = ofLibraryClass(entry.getName(), entries.readAllBytes(), classes);
                        if (declared != null) {
                            return finding(declared, jar.getFileName() + ", named in WEB-INF/web.xml");
                        }
                    }
                }
            }
            libraries.add(classes.unanimous());
        }
        if (initializers.majority() != null) {
            return finding(initializers.majority(), "the initializers of its libraries");
        }
        return libraries.majority() == null ? null : finding(libraries.majority(), "WEB-INF/lib");
    }

    private @Nullable ServletApi ofLibraryClass(String name, byte[] bytes, ServletApiVotes classes) {
        classes.addClass(bytes);
        if (!webXml.classes().contains(className(name))) {
            return null;
        }
        ServletApiVotes declared = new ServletApiVotes();
        declared.addClass(bytes);
        return declared.unanimous();
    }

    private static @Nullable ServletApi ofInitializer(String entryName) {
        return switch (entryName) {
            case "META-INF/services/javax.servlet.ServletContainerInitializer" -> ServletApi.JAVAX;
            case "META-INF/services/jakarta.servlet.ServletContainerInitializer" -> ServletApi.JAKARTA;
            default -> null;
        };
    }

    private @Nullable ServletApi ofPages() throws IOException {
        ServletApiVotes votes = new ServletApiVotes();
        for (Path page : files.list("/", ".jsp", ".jspx", ".jspf", ".tag", ".tagx", ".tagf")) {
            String text = WebAppFiles.text(page);
            votes.add(JSP_JAVAX.matcher(text).find() ? ServletApi.JAVAX : null);
            votes.add(JSP_JAKARTA.matcher(text).find() ? ServletApi.JAKARTA : null);
        }
        return votes.majority();
    }

    private @Nullable ServletApi ofTagLibraries() throws IOException {
        ServletApiVotes votes = new ServletApiVotes();
        List<Path> tagLibraries = files.list("/WEB-INF", ".tld");
        for (Path tagLibrary : tagLibraries) {
            try (InputStream in = Files.newInputStream(tagLibrary)) {
                votes.add(WebXml.read(in).api());
            }
        }
        return votes.majority();
    }

    private static String className(String fileName) {
        return fileName.substring(0, fileName.length() - ".class".length())
                .replace('/', '.')
                .replace('\\', '.');
    }
}

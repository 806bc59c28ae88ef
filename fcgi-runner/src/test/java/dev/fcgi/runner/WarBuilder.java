package dev.fcgi.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Makes web applications: archives and directories. */
final class WarBuilder {
    static final String JAVAX_WEB_XML =
            "<web-app xmlns='http://xmlns.jcp.org/xml/ns/javaee' version='4.0'>%s</web-app>";
    static final String JAKARTA_WEB_XML =
            "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>%s</web-app>";

    private final Map<String, byte[]> entries = new TreeMap<>();

    WarBuilder file(String name, String content) {
        entries.put(name, content.getBytes(UTF_8));
        return this;
    }

    WarBuilder webXml(String content) {
        return file("WEB-INF/web.xml", content);
    }

    /** {@return a web application that creates the file when it starts, and is never done with starting} */
    static WarBuilder neverStarting(Path file) throws IOException {
        return new WarBuilder()
                .webXml(JAKARTA_WEB_XML.formatted("<context-param><param-name>file</param-name><param-value>" + file
                        + "</param-value></context-param>"))
                .ownClass(NeverStarts.class);
    }

    /** Adds a class of these tests as one of the web application's own. */
    WarBuilder ownClass(Class<?> type) throws IOException {
        entries.put("WEB-INF/classes/" + fileName(type), bytes(type));
        return this;
    }

    /**
     * Adds a jakarta servlet of these tests, made a javax one where the environment wants that, and a descriptor.
     *
     * @param webXml what the descriptor says
     */
    WarBuilder servlet(Class<?> type, EeEnvironment ee, String webXml) throws IOException {
        boolean javax = ee == EeEnvironment.EE8;
        entries.put("WEB-INF/classes/" + fileName(type), javax ? javax(bytes(type)) : bytes(type));
        return webXml((javax ? JAVAX_WEB_XML : JAKARTA_WEB_XML).formatted(webXml));
    }

    /** Constants of the API, which compilers copy, have its name in them as well. */
    private static byte[] javax(byte[] jakarta) {
        ClassWriter javax = new ClassWriter(0);
        Remapper names = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return internalName.replaceFirst("^jakarta/servlet/", "javax/servlet/");
            }

            @Override
            public Object mapValue(Object value) {
                return value instanceof String text
                        ? text.replaceFirst("^jakarta\\.servlet\\.", "javax.servlet.")
                        : super.mapValue(value);
            }
        };
        new ClassReader(jakarta).accept(new ClassRemapper(javax, names), 0);
        return javax.toByteArray();
    }

    /** Adds a library made of classes of these tests. */
    WarBuilder library(String name, Class<?>... types) throws IOException {
        WarBuilder library = new WarBuilder();
        for (Class<?> type : types) {
            library.entries.put(fileName(type), bytes(type));
        }
        return library(name, library);
    }

    WarBuilder library(String name, WarBuilder content) throws IOException {
        entries.put("WEB-INF/lib/" + name, content.zip());
        return this;
    }

    Path archive(Path file) throws IOException {
        return Files.write(file, zip());
    }

    Path directory(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            Path file = directory.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
        return Files.createDirectories(directory);
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static String fileName(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + fileName(type))) {
            return in.readAllBytes();
        }
    }
}

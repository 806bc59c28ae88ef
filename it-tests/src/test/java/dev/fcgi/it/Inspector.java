package dev.fcgi.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** The request inspector for every environment of Jetty: as it is, without what Servlet 6.0 added, and that for javax. */
final class Inspector {

    static final List<String> ENVIRONMENTS = List.of("ee8", "ee9", "ee10", "ee11");

    private static final Path WAR = Path.of(System.getProperty("fcgi.inspector"));

    private static final Set<String> OF_SERVLET_6 =
            Set.of("getRequestId", "getProtocolRequestId", "getServletConnection");

    private static final Remapper AS_IT_IS = new Remapper(Opcodes.ASM9) {};

    private static final Remapper TO_JAVAX = new Remapper(Opcodes.ASM9) {
        @Override
        public String map(String internalName) {
            return internalName.replaceFirst("^jakarta/servlet/", "javax/servlet/");
        }
    };

    private Inspector() {}

    /** {@return its WAR for an environment, made in a workspace where it has to be another one} */
    static Path war(Workspace workspace, String environment) throws IOException {
        return switch (environment) {
            case "ee8" -> twin(workspace.path("inspector-ee8.war"), TO_JAVAX);
            case "ee9" -> twin(workspace.path("inspector-ee9.war"), AS_IT_IS);
            default -> WAR;
        };
    }

    private static Path twin(Path target, Remapper names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream file = Files.newInputStream(WAR);
                ZipInputStream from = new ZipInputStream(file);
                ZipOutputStream to = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(twin(entry.getName(), from.readAllBytes(), names));
            }
        }
        return Files.write(target, bytes.toByteArray());
    }

    private static byte[] twin(String name, byte[] content, Remapper names) {
        if (name.endsWith("web.xml") && names == TO_JAVAX) {
            return new String(content, StandardCharsets.UTF_8)
                    .replaceFirst(
                            "(?s)<web-app [^>]*>",
                            "<web-app xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\" version=\"4.0\" metadata-complete=\"true\">")
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (!name.endsWith(".class")) {
            return content;
        }
        ClassWriter twin = new ClassWriter(0);
        new ClassReader(content).accept(new ClassRemapper(new Servlet5(twin), names), 0);
        return twin.toByteArray();
    }

    /** Puts null in the place of what Servlet 6.0 returns. */
    private static final class Servlet5 extends ClassVisitor {
        Servlet5(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(api, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                    if (opcode == Opcodes.INVOKEINTERFACE
                            && (owner.endsWith("/ServletConnection") || OF_SERVLET_6.contains(name))) {
                        visitInsn(Opcodes.POP);
                        boolean number = Type.getReturnType(type).getSort() <= Type.INT;
                        visitInsn(number ? Opcodes.ICONST_0 : Opcodes.ACONST_NULL);
                    } else {
                        super.visitMethodInsn(opcode, owner, name, type, isInterface);
                    }
                }
            };
        }
    }
}

package dev.fcgi.runner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment descriptor tells about the Servlet API it is for.
 *
 * @param api by its namespace or document type; null if it has neither
 * @param classes names of its listeners, servlets and filters
 */
record WebXml(@Nullable ServletApi api, Set<String> classes) {
    static final WebXml NONE = new WebXml(null, Set.of());

    private static final Set<String> CLASS_ELEMENTS = Set.of("listener-class", "servlet-class", "filter-class");

    WebXml {
        classes = Set.copyOf(classes);
    }

    /** {@return what could be read; a descriptor that is broken further down is not this class's business} */
    static WebXml read(InputStream in) throws IOException {
        ServletApi api = null;
        Set<String> classes = new HashSet<>();
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD
                        && String.valueOf(xml.getText()).contains("java.sun.com")) {
                    api = ServletApi.JAVAX;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    if (api == null) {
                        api = ofNamespace(xml.getNamespaceURI());
                    }
                    if (CLASS_ELEMENTS.contains(xml.getLocalName())) {
                        classes.add(xml.getElementText().strip());
                    }
                }
            }
        } catch (XMLStreamException e) {
            // The deployment reads it again, and says what is wrong with it.
        }
        return new WebXml(api, classes);
    }

    /** {@return the Servlet API that descriptors, web fragments and tag libraries of a namespace are for} */
    static @Nullable ServletApi ofNamespace(@Nullable String namespace) {
        if (namespace == null) {
            return null;
        }
        if (namespace.startsWith("https://jakarta.ee/xml/ns/")) {
            return ServletApi.JAKARTA;
        }
        return namespace.startsWith("http://java.sun.com/xml/ns/")
                        || namespace.startsWith("http://xmlns.jcp.org/xml/ns/")
                ? ServletApi.JAVAX
                : null;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Nothing is fetched for a document type that names a place on the Web.
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }
}

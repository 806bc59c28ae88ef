package dev.fcgi.conformance;

/**
 * A test whose name may begin with an ID.
 *
 * @param className of the file's class, with its package, whatever nested class the test is in
 */
record NamedTest(String className, String method) implements Comparable<NamedTest> {

    /** {@return how the page shows it} */
    String shortName() {
        return className.substring(className.lastIndexOf('.') + 1) + "." + method;
    }

    @Override
    public int compareTo(NamedTest other) {
        int byName = shortName().compareTo(other.shortName());
        return byName == 0 ? className.compareTo(other.className) : byName;
    }
}

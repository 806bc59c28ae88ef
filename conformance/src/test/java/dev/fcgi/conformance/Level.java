package dev.fcgi.conformance;

/** How much a line obliges. */
enum Level {
    M("the specification requires it"),
    S("the specification recommends it"),
    O("the specification leaves it open, and this is the way taken"),
    P("a rule of this project, where the specification is silent or contradicts itself");

    private final String meaning;

    Level(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}

/** A web application that says what every getter of its request returns; as jakarta and as javax WAR. */
@org.jspecify.annotations.NullMarked
package dev.fcgi.it.getters;

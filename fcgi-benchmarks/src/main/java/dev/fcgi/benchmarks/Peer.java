package dev.fcgi.benchmarks;

/**
 * A server that is compared.
 *
 * @param id its name in configurations
 * @param name its name for people
 * @param process its process
 * @param address where nginx connects to: {@code 127.0.0.1:PORT} or {@code unix:PATH}
 * @param locations the locations of nginx that lead to the {@code upstream} with the ID
 */
record Peer(String id, String name, ChildProcess process, String address, String locations) {}

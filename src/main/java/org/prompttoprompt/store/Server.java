package org.prompttoprompt.store;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.prompttoprompt.Refusal;

/**
 * A server that is asked for files, or the mirror that a setting names in its place.
 *
 * @param uri its address, without a slash at its end
 * @param variable the setting, in the environment or as system property
 * @param isNamed whether the setting names it
 */
record Server(URI uri, String variable, boolean isNamed) {
    /**
     * Returns the one that is asked.
     *
     * @throws Refusal if the setting names no address
     */
    static Server of(String variable, String usual, Map<String, String> environment) {
        String named = System.getProperty(variable, environment.getOrDefault(variable, ""));
        boolean isNamed = !named.isBlank();
        if (!isNamed) return new Server(Web.address(usual), variable, false);
        try {
            return new Server(address(named.strip().replaceFirst("/+$", "")), variable, true);
        } catch (Refusal e) {
            throw new Refusal(variable + ", which names a mirror: " + e.getMessage(), e);
        }
    }

    private static URI address(String named) {
        if (named.contains("://")) return Web.address(named);
        String server = named.replaceFirst("(?i)^(https?:/*|/+)", "");
        Web.requireNoPassword("//" + server);
        boolean here = server.matches("(localhost|127\\.0\\.0\\.1|\\[::1])([:/].*)?");
        throw new Refusal(
                "'" + named + "' has not https:// before the server's name (http:// for one on this computer):"
                        + " write it as " + (here ? "http://" : "https://") + server + ".");
    }

    /** Returns whether it is asked at an address, and the setting names it. */
    boolean isNamedAs(URI address) {
        return isNamed && uri.getAuthority().equals(address.getAuthority());
    }

    /**
     * Returns what may be wrong where a server is not reached, as a sentence goes on after "look".
     *
     * @param host that was asked for
     * @param sentOn whether it has sent on to another, which is not reached
     * @param scheme of the address that is not reached: each has its own proxy
     */
    String cure(String host, boolean sentOn, String scheme) {
        boolean own = host.equals(uri.getHost());
        String name =
                own && isNamed ? " whether " + variable + " names it right," : " whether its name is written right,";
        return (sentOn || own && !isNamed ? "" : name)
                + " whether this computer is online, and whether it needs a proxy ("
                + scheme.toUpperCase(Locale.ROOT)
                + "_PROXY in the environment, in Fiji Edit > Options > Proxy Settings...)"
                + (own && !isNamed ? " or a mirror (" + variable + ")." : ".")
                + Proxies.unused(URI.create(scheme + "://" + host));
    }
}

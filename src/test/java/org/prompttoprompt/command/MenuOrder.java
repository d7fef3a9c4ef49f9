package org.prompttoprompt.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scijava.Context;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** What the menus of both hosts should list. */
public final class MenuOrder {
    private MenuOrder() {}

    /** Returns the plugin's commands, sorted as a Fiji sorts its menu. */
    public static List<MenuPath> of(Context context) {
        return context.service(CommandService.class).getCommands().stream()
                .filter(info -> info.getDelegateClassName().startsWith("org.prompttoprompt."))
                .map(CommandInfo::getMenuPath)
                .sorted(Comparator.comparing(path -> path.getLeaf().getWeight()))
                .toList();
    }

    /** Returns the entries of a Fiji, as submenu/entry; without a submenu, /entry. */
    public static List<String> ofFiji(Context context) {
        return of(context).stream()
                .map(path -> submenu(path) + "/" + path.getLeaf().getName())
                .toList();
    }

    /**
     * Returns the entries of a plain ImageJ, which would sort submenus in between by the alphabet: a line stands where one begins.
     */
    static List<String> ofPlainImageJ(Context context) {
        List<String> all = new ArrayList<>();
        String last = "";
        for (MenuPath path : of(context)) {
            String name = path.getLeaf().getName();
            if (name.equals("Copy as Groovy")) continue; // no Groovy there
            if (!submenu(path).equals(last)) all.add("-");
            last = submenu(path);
            all.add(name);
        }
        return all;
    }

    /** Returns the submenu of a command, empty for none. */
    static String submenu(MenuPath path) {
        return path.size() > 3 ? path.get(2).getName() : "";
    }
}

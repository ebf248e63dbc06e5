// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Where the user's caches are.
public enum CacheFolder {
    /// `SCENE_RECIPE_CACHE`, else the XDG base directory's `scene-recipe`, else `~/.cache/scene-recipe`; nil where
    /// there is no home.
    public static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        if let own = environment["SCENE_RECIPE_CACHE"], !own.isEmpty { return own }
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/scene-recipe" }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/scene-recipe" }
        return nil
    }
}

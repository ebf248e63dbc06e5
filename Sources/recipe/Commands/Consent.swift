// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import ScenePlanning

/// Says what a plan means for objects that the recipe did not make, and asks a person before any of them goes.
struct Consent: Sendable {
    let terminal: Terminal
    /// `--yes`: whether it was given beforehand.
    let isGiven: Bool

    /// Tells of the objects that the recipe does not name, before anything is done or drawn.
    func tell(_ plan: Plan) {
        guard let text = plan.othersText else { return }
        terminal.talk(text)
    }

    /// Asks; programs must say `--yes`.
    /// - Throws: exit status 1 where nobody consents.
    func ask(_ plan: Plan) throws {
        guard plan.touchesOthers, !isGiven else { return }
        guard terminal.isInteractive, isatty(STDIN_FILENO) == 1 else {
            terminal.failure("this removes or replaces objects that the recipe did not make; say --yes to allow it")
            throw ExitStatus.refused
        }
        terminal.talk("This removes or replaces objects that the recipe did not make. Go on? [y/N]")
        guard readLine()?.lowercased().hasPrefix("y") == true else {
            terminal.talk("nothing was changed")
            throw ExitStatus.refused
        }
    }
}

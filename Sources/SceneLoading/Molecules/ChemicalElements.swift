// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// What is known of chemical elements: how large atoms are drawn, and in which colour.
enum ChemicalElements {
    /// Symbols in periodic order, from hydrogen to meitnerium.
    private static let symbols = """
        H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb
        Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au
        Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt
        """

    /// The atomic number less one; 0 for a symbol that is not known, in exactly this case of letters.
    static let indices: [String: Int] = Dictionary(
        uniqueKeysWithValues: symbols.split(whereSeparator: \.isWhitespace).enumerated().map { (String($1), $0) })

    /// Radii in picometres, by symbols in capitals.
    static let radii: [String: Float] = [
        "C": 67, "N": 56, "O": 48, "H": 53, "B": 87, "F": 42, "P": 98, "S": 88, "V": 171, "K": 243, "HE": 31,
        "LI": 167, "BE": 112, "NE": 38, "NA": 190, "MG": 145, "AL": 118, "SI": 111, "CL": 79, "AR": 71, "CA": 194,
        "SC": 184, "TI": 176, "CR": 166, "MN": 161, "FE": 156, "CO": 152, "NI": 149, "CU": 145, "ZN": 142, "GA": 136,
        "GE": 125, "AS": 114, "SE": 103, "BR": 94, "KR": 88,
    ]

    /// The radius of all other atoms, picometres.
    static let otherRadius: Float = 25

    /// The colours: one an element in periodic order (after the CPK models' convention), then four whites.
    static let colors: [Vector4] = {
        let percents = """
            87,87,87 85,100,100 80,50,100 76,100,0 100,71,71 56,56,56 19,31,97 100,5.1,5.1 62,2,.39 70,89,96 67,36,95
            54,100,0 75,65,65 94,78,63 100,50,0 100,100,19 12,94,12 50,82,89 56,25,83 24,100,0 90,90,90 75,76,78
            65,65,67 54,60,78 61,48,78 88,40,20 94,56,63 31,82,31 78,50,20 49,50,69 76,56,56 40,56,56 74,50,89 100,63,0
            65,16,16 36,72,82 44,18,69 0,100,0 58,100,100 58,88,88 45,76,79 33,71,71 23,62,62 14,56,56 3.9,49,55
            41,52,0 75,75,75 100,85,56 65,46,45 40,50,50 62,39,71 83,48,0 58,0,58 26,62,69 34,9,56 0,79,0 44,83,100
            100,100,78 85,100,78 78,100,78 64,100,78 56,100,78 38,100,78 27,100,78 19,100,78 12,100,78 0,100,61
            0,90,46 0,83,32 0,75,22 0,67,14 30,76,100 30,65,100 13,58,84 15,49,67 15,40,59 9,33,53 82,82,88 100,82,14
            72,72,82 65,33,30 34,35,38 62,31,71 67,36,0 46,31,27 26,51,59 26,0,40 0,49,0 44,67,98 0,73,100 0,63,100
            0,56,100 0,50,100 0,42,100 33,36,95 47,36,89 54,31,89 63,21,83 70,12,83 70,12,73 70,5.1,65 74,5.1,53
            78,0,40 80,0,35 82,0,31 85,0,27 88,0,22 90,0,18 92,0,15 100,100,100 100,100,100 100,100,100 100,100,100
            """
        return percents.split(whereSeparator: \.isWhitespace).map { entry in
            // Divided as decimals, so that each is the float nearest to its share.
            let shares = entry.split(separator: ",").map { Float((Double($0) ?? 0) / 100) }
            return Vector4(shares[0], shares[1], shares[2], 1)
        }
    }()
}

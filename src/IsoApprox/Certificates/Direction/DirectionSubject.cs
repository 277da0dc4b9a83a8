using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Direction;

/// <summary>
/// A family of cross differences g_i - g_k of a Triplet-Separated embedding: i runs through a class or is one point, k through another
/// class or is one point. The differences that are not 0 are pairwise at angles of at most 90 degrees (two classes), 60 degrees (a point
/// and a class: the angle at the common point of a triangle whose opposite side is a positive of the other two), 0 degrees (two points). So
/// some unit u has u.x >= b |x| for all of them, with b = 1/sqrt(n), sqrt((n+1)/(2n)), 1 (docs/theory.md).
/// </summary>
/// <param name="First">Where i runs: a class A as A >= 0, a point i as -1 - i.</param>
/// <param name="Second">Where k runs, likewise. The class of the first side is smaller than that of the second.</param>
public readonly record struct DirectionSubject(int First, int Second)
{
    /// <summary>Number of sides that are single points: 0, 1 or 2.</summary>
    public int Points => (First < 0 ? 1 : 0) + (Second < 0 ? 1 : 0);

    /// <summary>b squared, enclosed.</summary>
    /// <param name="dimension">n >= 1.</param>
    public Interval SquaredCosine(int dimension) => Points switch
    {
        0 => (Interval)1 / dimension,
        1 => ((Interval)dimension + 1) / (2 * (Interval)dimension),
        _ => 1,
    };

    /// <summary>The rows of a side.</summary>
    /// <param name="side"><see cref="First"/> or <see cref="Second"/>.</param>
    /// <param name="f">The points.</param>
    public static int[] Members(int side, Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return side < 0 ? [-1 - side] : f.Members(side).ToArray();
    }

    /// <summary>The class of a side.</summary>
    /// <param name="side"><see cref="First"/> or <see cref="Second"/>.</param>
    /// <param name="f">The points.</param>
    public static int ClassOf(int side, Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return side < 0 ? f.Classes[-1 - side] : side;
    }

    /// <summary>True when both sides name a class or a row of the points and the first class is the smaller one.</summary>
    /// <param name="f">The points.</param>
    public bool IsValid(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Exists(First, f) && Exists(Second, f) && ClassOf(First, f) < ClassOf(Second, f);
    }

    /// <summary>True when every difference of the other family belongs to this one.</summary>
    /// <param name="other">The other family.</param>
    /// <param name="f">The points.</param>
    public bool Contains(DirectionSubject other, Embedding f) => Contains(First, other.First, f) && Contains(Second, other.Second, f);

    private static bool Contains(int side, int other, Embedding f) =>
        side == other || (side >= 0 && other < 0 && ClassOf(other, f) == side);

    private static bool Exists(int side, Embedding f) => side >= 0 ? side < f.ClassCount : side >= -f.Count;
}

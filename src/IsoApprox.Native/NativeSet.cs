using System.Runtime.InteropServices;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_set: a set of ideal embeddings.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeSet
{
    /// <summary>sizeof the struct.</summary>
    public nuint Size;

    /// <summary>0 Triplet-Separated, 1 the same on the unit sphere, 2 distance thresholds, 3 ladder.</summary>
    public int Kind;

    /// <summary>Margin alpha; not for thresholds.</summary>
    public double Margin;

    /// <summary>Thresholds: largest distance within a class.</summary>
    public double Within;

    /// <summary>Thresholds: smallest distance between classes.</summary>
    public double Beyond;

    /// <summary>Ladder: N texts in UTF-8, the group of each row, a path such as animal/pet.</summary>
    public byte** Groups;

    /// <summary>The set; F_TS where the pointer is null.</summary>
    /// <exception cref="EmbeddingException">The kind is unknown, a group is missing, or the set does not take a margin.</exception>
    internal static IdealSet Read(NativeSet* given, Embedding f)
    {
        if (given is null)
        {
            return IdealSet.TripletSeparated();
        }

        NativeSize.Require(given->Size, (nuint)sizeof(NativeSet), "isoapprox_set");
        if (given->Margin != 0 && given->Kind == 2)
        {
            throw new EmbeddingException($"margin {given->Margin:R}: the contrastive set has thresholds instead of a margin; leave it out");
        }

        NativeSize.RequireNonNegative(given->Margin, "margin");
        return given->Kind switch
        {
            0 => IdealSet.TripletSeparated(given->Margin),
            1 => IdealSet.Sphere(given->Margin),
            2 => IdealSet.Contrastive(given->Within, given->Beyond),
            3 => IdealSet.Ladder(ReadLevels(given->Groups, f), given->Margin),
            _ => throw new EmbeddingException($"set {given->Kind}: unknown; give 0 (ts), 1 (sphere), 2 (contrastive) or 3 (ladder)"),
        };
    }

    /// <summary>The levels that the groups of the rows give.</summary>
    /// <exception cref="EmbeddingException">A group is missing, or the groups do not fit the classes.</exception>
    internal static SimilarityLevels ReadLevels(byte** groups, Embedding f) => groups is null
        ? throw new EmbeddingException("ladder: the groups are missing; give one for each row")
        : SimilarityLevels.FromGroups(f, NativeText.ReadAll(groups, f.Count, "levels: row"));
}

using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Cli.Options;

/// <summary>What a study of an embedding from a file needs of it; asked before any time is spent.</summary>
internal static class StudyData
{
    private const double Extreme = 1e100;

    /// <summary>Refuses a diameter of which squares overflow or vanish; 0 is allowed.</summary>
    /// <param name="file">Name for the message.</param>
    /// <param name="f">The embedding.</param>
    /// <exception cref="EmbeddingException">The diameter is above 1e100, or above 0 and below 1e-100.</exception>
    internal static Embedding RequireModerate(string file, Embedding f) => RequireModerate(file, f, Diameter.Compute(f).Value);

    /// <summary>Refuses an embedding on which there is nothing to train or to separate.</summary>
    /// <param name="file">Name for the message.</param>
    /// <param name="f">The embedding.</param>
    /// <exception cref="EmbeddingException">One class, all points equal, or an extreme diameter.</exception>
    internal static Embedding RequireTrainable(string file, Embedding f)
    {
        if (f.ClassCount < 2)
        {
            throw new EmbeddingException($"{file}: has one class; training needs at least two");
        }

        var diameter = Diameter.Compute(f).Value;
        return diameter > 0
            ? RequireModerate(file, f, diameter)
            : throw new EmbeddingException($"{file}: all points are equal; training needs at least two different points");
    }

    private static Embedding RequireModerate(string file, Embedding f, double diameter) => diameter switch
    {
        > Extreme => throw new EmbeddingException($"{file}: the diameter is above 1e100; scale the coordinates"),
        > 0 and < 1 / Extreme => throw new EmbeddingException($"{file}: the diameter is below 1e-100; scale the coordinates"),
        _ => f,
    };
}

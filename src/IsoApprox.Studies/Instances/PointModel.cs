using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Instances;

/// <summary>Where the points of a run come from.</summary>
public enum PointKind
{
    /// <summary>Independent Gaussian coordinates with variance 1, labels without meaning: an untrained network at its worst.</summary>
    Gaussian,

    /// <summary>Uniform on the unit sphere, labels without meaning: normalised outputs.</summary>
    Sphere,

    /// <summary>Uniform in the unit ball, labels without meaning.</summary>
    Ball,

    /// <summary>
    /// Class means with variance delta^2 in each coordinate and points with variance 1 around them: delta 0 is <see cref="Gaussian"/>.
    /// </summary>
    Mixture,

    /// <summary>Points of a file: classes and members drawn at random, in fewer dimensions by a random orthogonal projection.</summary>
    Data,
}

/// <summary>A model of labelled points.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Separation">delta >= 0 of <see cref="PointKind.Mixture"/>; 0 for the others.</param>
public sealed record PointModel(PointKind Kind, double Separation = 0)
{
    /// <summary>True when labels carry information, so that label noise changes something.</summary>
    public bool HasClasses => Kind == PointKind.Data || (Kind == PointKind.Mixture && Separation > 0);

    /// <summary>"gaussian", "sphere", "ball", "mixture:0.5", "data".</summary>
    public override string ToString() => Kind == PointKind.Mixture
        ? string.Create(CultureInfo.InvariantCulture, $"mixture:{Separation:R}")
        : Kind.ToString().ToLowerInvariant();

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="EmbeddingException">Not a model.</exception>
    public static PointModel Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().Split(':');
        var known = Enum.TryParse<PointKind>(parts[0], ignoreCase: true, out var kind) && char.IsAsciiLetter(parts[0][0]);
        if (known && kind == PointKind.Mixture && parts.Length == 2
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var delta) && delta is >= 0 and <= 1e100)
        {
            return new PointModel(kind, delta);
        }

        return known && kind != PointKind.Mixture && parts.Length == 1
            ? new PointModel(kind)
            : throw new EmbeddingException($"model '{text}': unknown; give gaussian, sphere, ball, mixture:delta (0 to 1e100) or data");
    }

    /// <summary>The name of a model, as rows carry it, in the words of a figure.</summary>
    internal static string Words(string model) => model switch
    {
        "gaussian" => "Gaussian points",
        "sphere" => "unit sphere",
        "ball" => "unit ball",
        _ when model.StartsWith("mixture:", StringComparison.Ordinal) => $"mixture, δ = {model[8..]}",
        _ when model.StartsWith("data:", StringComparison.Ordinal) => SvgText.Literal(model[5..]),
        _ => SvgText.Literal(model),
    };

    /// <summary>Draws N points in R^n for labels that are given.</summary>
    /// <param name="random">Source.</param>
    /// <param name="labels">Class of each point, 0..c-1.</param>
    /// <param name="dimension">n.</param>
    internal double[] Draw(Random random, int[] labels, int dimension)
    {
        var points = new double[labels.Length * dimension];
        GaussianNumbers.Fill(random, 1, points);
        if (Kind == PointKind.Mixture)
        {
            var means = new double[(labels.Max() + 1) * dimension];
            GaussianNumbers.Fill(random, Separation, means);
            for (var k = 0; k < points.Length; k++)
            {
                points[k] += means[(labels[k / dimension] * dimension) + (k % dimension)];
            }
        }

        for (var i = 0; i < labels.Length && Kind is PointKind.Sphere or PointKind.Ball; i++)
        {
            var row = points.AsSpan(i * dimension, dimension);
            var length = 0.0;
            foreach (var x in row)
            {
                length += x * x;
            }

            var radius = Kind == PointKind.Ball ? Math.Pow(random.NextDouble(), 1.0 / dimension) : 1;
            foreach (ref var x in row)
            {
                x *= radius / Math.Sqrt(length);
            }
        }

        return points;
    }
}

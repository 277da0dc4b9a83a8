using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Sets;

namespace IsoApprox.Cli.Verbs;

/// <summary>Where the groups of a ladder are: a file, or a column of X.</summary>
/// <param name="purpose">What they are for, the first word of the help.</param>
internal sealed class LevelsOption(string purpose)
{
    private readonly Option<string?> _levels = FileName.Option(
        "--levels", "file|column",
        $"{purpose}: group of each row, a file like --labels or a column of X; a path such as animal/pet gives more levels");

    internal void AddTo(Command command) => command.Options.Add(_levels);

    /// <summary>What was given; null when nothing was.</summary>
    internal string? Given(ParseResult parse) => parse.GetValue(_levels);

    /// <summary>The column of X that holds the groups; null when there is none.</summary>
    internal string? Column(ParseResult parse, string file) =>
        Given(parse) is { } levels && !File.Exists(levels) && Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".tsv"
            ? levels
            : null;

    /// <summary>Checks what is meant as a file, before anything is read.</summary>
    /// <exception cref="UsageException">It does not exist.</exception>
    internal void RequireFile(ParseResult parse)
    {
        if (Given(parse) is { } levels && NamesFile(levels) && !File.Exists(levels))
        {
            throw new UsageException($"--levels {levels}: no such file; check the path, or give the name of a column of X (.csv, .tsv)");
        }
    }

    /// <summary>The levels that were given.</summary>
    /// <exception cref="UsageException">Neither a file nor a column.</exception>
    internal SimilarityLevels Read(VerbRun run, Embedding f, string file)
    {
        var (levels, column) = (Given(run.Parse)!, Column(run.Parse, file));
        if (column is null && !File.Exists(levels))
        {
            throw new UsageException($"--levels {levels}: no such file, and {file} has no columns with names; check the path");
        }

        // The header of X was noted when its points were read.
        var groups = column is null
            ? run.Read(() => EmbeddingReader.ReadLabels(levels, f.Count, remark: run.Result.Note), levels)
            : run.Read(() => EmbeddingReader.ReadLabels(file, f.Count, column), file);
        return SimilarityLevels.FromGroups(f, groups, levels);
    }

    // A name that is meant as a file even if there is none: it has a folder, or an extension of label files.
    private static bool NamesFile(string levels) =>
        Path.GetFileName(levels) != levels
            || Path.GetExtension(levels).ToLowerInvariant() is ".npy" or ".npz" or ".csv" or ".tsv" or ".txt" or ".json";
}

using System.Globalization;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>A Slurm array job whose tasks are the parts of a study; they share one folder, each appends to its own row file.</summary>
public static class SlurmScript
{
    /// <summary>The text of a script for sbatch.</summary>
    /// <param name="arguments">Arguments of the tool that run the whole study, without --shard.</param>
    /// <param name="tasks">Number of parts k >= 1.</param>
    /// <param name="cores">Cores of each task, at least 1.</param>
    /// <exception cref="EmbeddingException">An argument has control characters.</exception>
    public static string Write(IReadOnlyList<string> arguments, int tasks, int cores)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        if (arguments.FirstOrDefault(argument => VisibleText.Of(argument) != argument) is { } hidden)
        {
            // A line break would end the comment that shows the command.
            throw new EmbeddingException($"'{hidden}': a script cannot show this argument; rename the file without control characters");
        }

        var command = string.Join(' ', arguments.Select(Quote));
        string[] lines =
        [
            "#!/bin/sh",
            "#SBATCH --job-name=isoapprox",
            $"#SBATCH --array=1-{Number(tasks)}",
            $"#SBATCH --cpus-per-task={Number(cores)}",
            "#SBATCH --requeue",
            "#SBATCH --open-mode=append",
            "# Every task computes one part of the study. A task that is killed and started again goes on with the runs that are not "
                + "finished.",
            "# When all tasks have ended, this command reads the rows of all parts and writes the figures:",
            $"#   isoapprox {command}",
            "# ISOAPPROX names the tool when it is not in PATH, for example ISOAPPROX='dotnet IsoApprox.Cli.dll'.",
            $"exec ${{ISOAPPROX:-isoapprox}} {command} --shard \"$SLURM_ARRAY_TASK_ID/{Number(tasks)}\" --jobs {Number(cores)} --quiet",
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // A POSIX shell word.
    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

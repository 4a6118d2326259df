using System;
using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// How often samples of each class were decided for each class, and the measures of classification that follow. A measure that would divide by zero
/// is 0, as in scikit-learn.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;
    private readonly string[] _labels;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <param name="labels">The names of the classes, one each; their numbers, if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public ConfusionMatrix(int classCount, params ReadOnlySpan<string> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (labels.Length != 0 && labels.Length != classCount)
            throw new ArgumentException($"{classCount} classes need as many labels, not {labels.Length}.", nameof(labels));
        _counts = new int[checked(classCount * classCount)];
        _labels = labels.ToArray();
        ClassCount = classCount;
        if (_labels.Length > 0) return;

        _labels = new string[classCount];
        for (int i = 0; i < classCount; i++) _labels[i] = i.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The names of the classes.</summary>
    public ReadOnlySpan<string> Labels => _labels;

    /// <summary>The number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>The samples of one class that were decided for another, or for the same.</summary>
    /// <param name="actual">The class they are of: the row.</param>
    /// <param name="predicted">The class they were decided for: the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted]
    {
        get
        {
            RequireClass(actual, nameof(actual));
            RequireClass(predicted, nameof(predicted));
            return _counts[actual * ClassCount + predicted];
        }
    }

    /// <summary>Counts one sample.</summary>
    /// <param name="actual">The class it is of.</param>
    /// <param name="predicted">The class it was decided for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(int actual, int predicted)
    {
        RequireClass(actual, nameof(actual));
        RequireClass(predicted, nameof(predicted));
        _counts[actual * ClassCount + predicted]++;
        Count++;
    }

    /// <summary>The part of all samples that were decided rightly.</summary>
    public float Accuracy
    {
        get
        {
            int correct = 0;
            for (int i = 0; i < ClassCount; i++) correct += this[i, i];
            return Ratio(correct, Count);
        }
    }

    /// <summary>The mean of <see cref="F1"/> over the classes, each with the same weight.</summary>
    public float MacroF1
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < ClassCount; i++) sum += F1(i);
            return (float)(sum / ClassCount);
        }
    }

    /// <summary>Precision, TP / (TP + FP): the part of the samples decided for a class that are of it.</summary>
    /// <param name="classIndex">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public float Precision(int classIndex) => Ratio(Right(classIndex), ColumnSum(classIndex));

    /// <summary>Recall, TP / (TP + FN): the part of the samples of a class that were decided for it.</summary>
    /// <param name="classIndex">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public float Recall(int classIndex) => Ratio(Right(classIndex), RowSum(classIndex));

    /// <summary>F₁, 2·TP / (2·TP + FP + FN): the harmonic mean of precision and recall. van Rijsbergen, 1979.</summary>
    /// <param name="classIndex">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public float F1(int classIndex) => Ratio(2L * Right(classIndex), (long)ColumnSum(classIndex) + RowSum(classIndex));

    /// <summary>The matrix as a table of text: a row for each actual class, a column for each predicted one.</summary>
    public override string ToString()
    {
        const string Corner = "actual \\ predicted";
        int first = Corner.Length, width = Count.ToString(CultureInfo.InvariantCulture).Length;
        foreach (string label in _labels) (first, width) = (Math.Max(first, label.Length), Math.Max(width, label.Length));

        var text = new StringBuilder(Corner.PadRight(first));
        foreach (string label in _labels) text.Append("  ").Append(label.PadLeft(width));
        for (int actual = 0; actual < ClassCount; actual++)
        {
            text.Append('\n').Append(_labels[actual].PadRight(first));
            for (int predicted = 0; predicted < ClassCount; predicted++)
                text.Append("  ").Append(this[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
        }

        return text.ToString();
    }

    private int Right(int classIndex)
    {
        RequireClass(classIndex, nameof(classIndex));
        return this[classIndex, classIndex];
    }

    private int RowSum(int actual)
    {
        int sum = 0;
        for (int i = 0; i < ClassCount; i++) sum += this[actual, i];
        return sum;
    }

    private int ColumnSum(int predicted)
    {
        int sum = 0;
        for (int i = 0; i < ClassCount; i++) sum += this[i, predicted];
        return sum;
    }

    private void RequireClass(int index, string parameter)
    {
        if ((uint)index >= (uint)ClassCount) throw new ArgumentOutOfRangeException(parameter, index, $"There are {ClassCount} classes.");
    }

    private static float Ratio(long part, long whole) => whole == 0 ? 0f : (float)part / whole;
}

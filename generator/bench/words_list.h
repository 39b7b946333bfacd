/* SPDX-License-Identifier: MIT */
/* Included with PHX_WORD defined: PHX_WORD(name, English, Chinese). */
PHX_WORD(MEAN, "mean", "平均")
PHX_WORD(MEDIAN, "median", "中位")
PHX_WORD(MINIMUM, "minimum", "最小")
PHX_WORD(MAXIMUM, "maximum", "最大")
PHX_WORD(LAST, "last", "最终")
PHX_WORD(SUM, "total", "总计")
PHX_WORD(DEVIATION, "standard deviation of", "标准差")
PHX_WORD(HIGHER, "higher is better", "越高越好")
PHX_WORD(LOWER, "lower is better", "越低越好")
PHX_WORD(LOG_SCALE, "log scale", "对数刻度")
PHX_WORD(DATA, "Data", "数据")
PHX_WORD(ROWS, "rows", "行")
PHX_WORD(ROW, "row", "行")
PHX_WORD(RATIO, "ratio to the baseline", "与基线之比")
PHX_WORD(SOURCE, "Measured with", "测量工具：")
PHX_WORD(FROM_FILE, "Read from", "读取自：")
PHX_WORD(NO_VERSION, "version not recorded by the tool", "工具未记录版本")
PHX_WORD(NO_MACHINE, "machine not recorded by the tool", "工具未记录机器")
PHX_WORD(SAYS_AUTHOR, "says the author", "作者补充")
PHX_WORD(FILE_COMMIT, "file as of commit", "文件提交")
PHX_WORD(PERMALINK, "Link to this figure", "本图链接")
PHX_WORD(ERROR_BARS, "Error bars", "误差线")
PHX_WORD(BAND, "Band", "色带")
PHX_WORD(SPREAD_SD_SAMPLE, "standard deviation of the sample", "样本标准差")
PHX_WORD(SPREAD_SD_POPULATION, "standard deviation of all requests",
         "总体标准差")
PHX_WORD(SPREAD_SD, "± as the file has it", "文件所记的 ±")
PHX_WORD(SPREAD_STANDARD_ERROR, "standard error", "标准误")
PHX_WORD(SPREAD_CONFIDENCE, "confidence interval", "置信区间")
PHX_WORD(SPREAD_RANGE, "range of the repeats, about their median",
         "重复测量的范围，以中位数为准")
PHX_WORD(MEDIANS, "Repeats are shown by their median", "重复测量取中位数")
PHX_WORD(HEAT_LOG, "Colours follow the logarithm of the values",
         "颜色按数值的对数")
PHX_WORD(NOT_DRAWN, "Not drawn on a log axis (zero or negative)",
         "对数轴无法绘制（零或负值）")
PHX_WORD(SHOWN_OF, "drawn of", "已绘制，共")
PHX_WORD(REDUCED, "Long series are reduced; the extremes of each part stay",
         "长序列已抽稀，保留各段极值")
PHX_WORD(DUPLICATES, "Steps that came twice (the last counts)",
         "重复的步（取最后一次）")
PHX_WORD(FIRST_TABLE, "The file has more tables; this is the first",
         "文件中有多个表格，此为第一个")
PHX_WORD(FAILED, "failed", "失败")
PHX_WORD(TABLE_OF, "Table", "表格")
PHX_WORD(CHART_BAR, "Bar chart", "柱状图")
PHX_WORD(CHART_LINE, "Line chart", "折线图")
PHX_WORD(CHART_SCATTER, "Scatter plot", "散点图")
PHX_WORD(CHART_BOX, "Box plot", "箱线图")
PHX_WORD(CHART_PERCENTILE, "Percentile plot", "百分位图")
PHX_WORD(PERCENTILE, "percentile", "百分位")
PHX_WORD(PERCENTILE_MEANING,
         "Along the bottom: the share of measurements that are no larger, "
         "stretched towards the tail",
         "横轴为不大于该值的测量所占比例，尾部放大")
PHX_WORD(SMOOTHED,
         "Thin line: the values of the file; thick line: smoothed, their "
         "exponential moving average of weight",
         "细线：文件中的值；粗线：平滑后的指数移动平均，权重")
PHX_WORD(FRONT, "Dashed line: the points that no other is better than",
         "虚线：没有其他点比其更优的点")
PHX_WORD(GAPS, "Values that are no number, left open", "非数值，留空")
PHX_WORD(WITHHELD, "raw file not published: it has texts that look private",
         "原始文件未发布：含疑似私密的文字")
PHX_WORD(WITHHELD_AT, "raw file in the repository at", "原始文件见仓库提交")
PHX_WORD(BOX_MEANING,
         "Boxes: median and quartiles; whiskers to 1.5 times the "
         "interquartile range",
         "箱体为中位数与四分位，须线至 1.5 倍四分位距")
PHX_WORD(STEPS, "Steps beyond the noise:", "超出噪声的变化：")
PHX_WORD(SHALLOW, "The clone is shallow: older commits are missing",
         "浅克隆：缺少更早的提交")
PHX_WORD(UNCOMMITTED, "The file has changes that are in no commit yet",
         "文件有尚未提交的改动")
#undef PHX_WORD

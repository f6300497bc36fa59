'use strict';
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const button = (figure, text, action) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', () => action(made));
    figure.querySelector('figcaption').append(made);
  };

  const save = (name, url) => {
    const link = document.createElement('a');
    link.download = name;
    link.href = url;
    link.click();
  };

  // A horizontal bar from the second to the third value, at the place of the first on the y axis.
  const interval = (params, api) => {
    const place = api.value(0);
    const from = api.coord([api.value(1), place]);
    const to = api.coord([api.value(2), place]);
    const line = (x1, y1, x2, y2) => ({
      type: 'line',
      shape: { x1, y1, x2, y2 },
      style: { stroke: api.visual('color'), lineWidth: 2 },
    });
    return {
      type: 'group',
      children: [
        line(from[0], from[1], to[0], to[1]),
        line(from[0], from[1] - 4, from[0], from[1] + 4),
        line(to[0], to[1] - 4, to[0], to[1] + 4),
      ],
    };
  };

  // What JSON cannot say: functions.
  const complete = (option, width) => {
    option.backgroundColor = 'transparent';
    if (option.yAxis.type === 'category') {
      option.yAxis.axisLabel = { width: width < 700 ? 110 : 260, overflow: 'truncate' };
    }
    for (const series of option.series) {
      if (series.type === 'custom') {
        series.renderItem = interval;
      }
    }
    return option;
  };

  for (const figure of document.querySelectorAll('figure.chart')) {
    const name = figure.querySelector('figcaption').textContent;
    const place = figure.querySelector('.canvas');
    const text = figure.querySelector('script').textContent;
    let chart;
    const draw = () => {
      chart?.dispose();
      chart = echarts.init(place, dark.matches ? 'dark' : null);
      chart.setOption(complete(JSON.parse(text), place.clientWidth));
    };
    draw();
    dark.addEventListener('change', draw);
    new ResizeObserver(() => chart.resize()).observe(place);
    button(figure, 'PNG', () =>
      save(name + '.png', chart.getDataURL({ pixelRatio: 2, backgroundColor: style('--paper') })));
    button(figure, 'SVG', () => {
      const size = { width: place.clientWidth, height: place.clientHeight };
      const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
      drawn.setOption({ ...complete(JSON.parse(text), size.width), animation: false });
      save(name + '.svg', 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(drawn.renderToSVGString()));
      drawn.dispose();
    });
  }

  const cell = (text) => (/[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  for (const figure of document.querySelectorAll('figure.table')) {
    button(figure, 'Copy CSV', async (clicked) => {
      const rows = [...figure.querySelectorAll('tr')];
      const csv = rows.map((row) => [...row.cells].map((c) => cell(c.textContent)).join(',')).join('\n') + '\n';
      const area = document.createElement('textarea');
      area.value = csv;
      figure.append(area);
      area.select();
      // A page that was opened as a file may not use the clipboard's own interface.
      document.execCommand('copy');
      area.remove();
      clicked.textContent = 'Copied';
    });
  }
})();

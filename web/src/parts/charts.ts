import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, DataZoomComponent, GeoComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerMap, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'

// Fetched with the first chart that is shown; import it only with import().
use([
  BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart,
  AriaComponent, DataZoomComponent, GeoComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
  LabelLayout, CanvasRenderer,
])

export { init, registerMap }
